"""Whether one takes part: asked where staff chose so, with an equal way for those who say no."""
