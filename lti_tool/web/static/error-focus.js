// The list of what is wrong takes the focus when a page arrives with one: inside a frame of another
// site browsers do not honour autofocus. A link in the list goes to the field and into it.

export function focusErrors(place = document) {
  place.querySelector("[data-errors]")?.focus();
}
