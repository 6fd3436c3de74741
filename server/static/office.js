// What makes the office's pages quicker under the hand. Every page also works without this file.
// Keys: 1, 2 … choose a side of the first collision, 3 goes to one's own wording; arrows walk a table's rows
// (down also from the search box), Enter opens; / goes to the search box;
// ← → go to the page before and after.
const KEYS = new Set(["Digit1", "Digit2", "Digit3", "Numpad1", "Numpad2", "Numpad3"])

/** Whether the person is writing: then keys are letters. */
function isWriting(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null
}

function chooseByKey(event) {
  const card = document.querySelector("[data-collision]")
  if (!card || !KEYS.has(event.code) || event.repeat || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return
  const found = card.querySelector(`[data-key="${event.code.at(-1)}"]`)
  if (!found) return
  event.preventDefault()
  if (found.matches("input, textarea, select")) found.focus()
  else found.click()
}

function toSearch(event) {
  const box = document.getElementById("find")
  if (!box || event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return
  event.preventDefault()
  box.focus()
  box.select()
}

function walkRows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const isFree = event.target === document.body || (event.target.type === "search" && step === 1)
  const table = event.target.closest("[data-rows]") ?? (isFree ? document.querySelector("[data-rows]") : null)
  if (!step || !table || (isWriting(event.target) && !isFree)) return
  const links = [...table.querySelectorAll("tbody th a:not(.again)")]
  const at = links.indexOf(document.activeElement)
  const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function step(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat || isWriting(event.target) || event.target.closest("audio, .map, dialog")) return
  if (!document.querySelector("dialog[open]")) document.querySelector(`[data-step="${event.key}"]`)?.click()
}

function print(event) {
  if (event.target.closest("[data-print]")) window.print()
}

function fold(event) {
  const button = event.target.closest("[data-fold]")
  const nav = document.getElementById("nav")
  if (button) {
    const isOpen = nav.toggleAttribute("data-open")
    button.setAttribute("aria-expanded", String(isOpen))
  } else if (nav && !nav.contains(event.target)) nav.removeAttribute("data-open")
}

/** A one-time code that came behind `#` goes into its field, and out of the address. */
function takeCode() {
  const field = document.querySelector("input[name=code]")
  const code = new URLSearchParams(location.hash.slice(1)).get("code")
  if (!field || !code) return
  field.value = code
  history.replaceState(null, "", location.pathname)
}

takeCode()
document.addEventListener("keydown", chooseByKey)
document.addEventListener("keydown", toSearch)
document.addEventListener("keydown", walkRows)
document.addEventListener("keydown", step)
document.addEventListener("click", fold)
document.addEventListener("click", print)
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false
document.addEventListener("change", (event) => event.target.closest("form[data-at-once]")?.requestSubmit())
document.querySelector("form[data-go-on]")?.requestSubmit()
