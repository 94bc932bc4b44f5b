// The list of what is wrong takes the focus when a page arrives with one: in a frame of another
// site browsers do not honour autofocus.

document.querySelector("[data-errors]")?.focus();
