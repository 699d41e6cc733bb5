// The contrast of every text of our components with what is painted behind it, by WCAG 2.2.
() => {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const pen = canvas.getContext('2d', { willReadFrequently: true })

  // Any CSS colour as red, green, blue and alpha: painted, and read back.
  const parts = colour => {
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = (top, below) => top.slice(0, 3).map((part, at) => part * top[3] + below[at] * (1 - top[3])).concat(1)
  const ground = element => {
    const colour = parts(getComputedStyle(element).backgroundColor)
    if (colour[3] > 0.99) return colour
    return over(colour, element.parentElement ? ground(element.parentElement) : [255, 255, 255, 1])
  }
  const luminance = colour => {
    const [red, green, blue] = colour.slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const luminances = () => {
    const card = document.querySelector('article.stories-card')
    return [luminance(ground(card)), luminance(parts(getComputedStyle(card).color))]
  }
  /* luminances only */

  const found = []
  for (const element of document.querySelectorAll('.stories, .stories *')) {
    const said = [...element.childNodes].filter(one => one.nodeType === Node.TEXT_NODE && one.data.trim())
    const box = element.getBoundingClientRect()
    if (!said.length || box.width < 2 || box.height < 2 || element.closest('.stories-vh, .headerlink')) continue
    const look = getComputedStyle(element)
    if (look.visibility !== 'visible' || look.opacity === '0') continue
    const below = ground(element)
    const [light, dark] = [luminance(over(parts(look.color), below)), luminance(below)].sort((a, b) => b - a)
    found.push({ ratio: (light + 0.05) / (dark + 0.05), css: element.className, said: said[0].data.trim().slice(0, 30) })
  }
  return found
}
