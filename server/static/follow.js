// The slip's QR has the code behind «#», which the browser keeps to itself: put it into the form, and out of the address.
const code = location.hash.slice(1);
if (code) {
  const form = document.querySelector("form.asking");
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.code.value = decodeURIComponent(code).slice(0, 40);
  form.requestSubmit();
}
