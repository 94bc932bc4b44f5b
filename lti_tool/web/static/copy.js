// A button that copies a text of the page. A frame may forbid the clipboard; then the text is
// selected and copied the old way, and stays selected in any case.
for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies);
    getSelection().selectAllChildren(text);
    const isCopied = await navigator.clipboard.writeText(text.textContent).then(
      () => true,
      () => document.execCommand("copy"),
    );
    if (!isCopied) return;
    button.textContent = button.dataset.done;
    document.querySelector("[data-copied]").textContent = button.dataset.done;
  });
}
