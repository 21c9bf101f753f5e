// allauth tells of a refused or broken-off passkey on the console only; people need to read it on the page.
document.addEventListener("allauth.error", () => {
  for (const notice of document.querySelectorAll("[data-passkey-failed]")) {
    notice.hidden = false;
  }
});
