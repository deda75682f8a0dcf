// From pictures to the texts of their QR codes.

const LARGEST_SIDE = 4096; // what the reader takes
const MOST_PIXELS = 16_000_000;
const SCALES = [1, 1.5, 2, 0.75, 0.5]; // small modules are read enlarged, blurred ones reduced

// All codes of a picture (ImageBitmap, video), in the order they stand in it. What a certified copy
// shows is smaller than its own code and may be seen only enlarged.
async function codesIn(picture, width, height, scales = SCALES) {
  const fits = Math.min(
    1,
    LARGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  const tried = new Set();
  const found = new Set();
  for (const scale of scales) {
    const [w, h] = [width, height].map((side) => Math.max(1, Math.floor(side * scale * fits)));
    if (tried.has(w) || Math.max(w, h) > LARGEST_SIDE || w * h > MOST_PIXELS) continue;
    tried.add(w);
    for (const code of await codesAt(pixels(picture, w, h))) found.add(code);
    if (found.size && ![...found].some((code) => isOurs(code) && copiedAt(code) !== null)) break;
  }
  return [...found];
}

function pixels(picture, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

async function codesAt(image) {
  const maxSize = { width: image.width, height: image.height };
  const [found] = await decodeQRBatch([image], { maxSize, timeLimit: 250 });
  return found.filter((code) => typeof code === "string");
}

// Throws NotAPicture where the browser cannot show the file.
class NotAPicture extends Error {}

async function codesInFile(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new NotAPicture();
  }
  try {
    return await codesIn(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

const isPdf = (bytes) => latin(bytes.subarray(0, 1024)).includes("%PDF-");
