// The answer of deep linking goes to the platform at once; without this script its button sends it.

document.querySelector("form[data-hand-over]")?.requestSubmit();
