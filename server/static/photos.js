// The large view of photos: opened from a thumbnail, ← → turn, Esc closes. Without this file a photo opens in a page of its own.
let shown = []
let at = 0

const view = () => document.querySelector("dialog[data-large]")

function put(step) {
  at = (at + step + shown.length) % shown.length
  const { href, dataset } = shown[at]
  const dialog = view()
  const image = dialog.querySelector("img")
  image.src = href
  image.alt = dataset.photo
  dialog.querySelector("p").textContent = dataset.photo
  dialog.querySelector(".num").textContent = `${at + 1} / ${shown.length}`
  dialog.querySelector("a").href = href
  for (const turn of dialog.querySelectorAll("[data-turn='1'], [data-turn='-1']")) turn.hidden = shown.length < 2
}

document.addEventListener("click", (event) => {
  const photo = event.target.closest("a[data-photo]")
  const turn = event.target.closest("[data-turn]")
  if (photo && view() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    shown = [...document.querySelectorAll("a[data-photo]")]
    at = shown.indexOf(photo)
    put(0)
    view().showModal()
  } else if (turn?.dataset.turn === "0" || event.target === view()) view().close()
  else if (turn) put(Number(turn.dataset.turn))
})

document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (!step || !view()?.open) return
  event.preventDefault()
  put(step)
})
