// An empty box for a time zone begins with the one of this device; its owner may change it.

for (const box of document.querySelectorAll("[data-zone]")) {
  box.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
