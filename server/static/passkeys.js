// Asks the browser for a passkey and sends what it says. The functions handle… come with Flask-Security.
const form = document.getElementById("passkey")
if (form) {
  const ask = form.dataset.deed === "register" ? handleRegister : handleSignin
  ask(form.dataset.options).then((result) => {
    if (result.error_msg) {
      document.getElementById("passkey-failed").hidden = false
      return
    }
    document.getElementById("credential").value = result.credential
    form.submit()
  })
}
