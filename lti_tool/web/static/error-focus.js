// The list of what is wrong takes the focus when a page arrives with one. The attribute autofocus
// would not do: browsers do not honour it in a frame of another site. Without script the list is
// still the first thing on the page.

document.querySelector("[data-errors]")?.focus();
