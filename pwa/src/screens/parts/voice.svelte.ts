/**
 * Recording a voice note: Opus at 24 kbit/s, at most three minutes, with its loudness beside it, so that whoever speaks sees that
 * he is heard. The clock counts only what is recorded, and no file tells how long it is: so length and wave are kept with it.
 */
export const LENGTH_S_MAX = 180;
export const BARS = 52;
const BITS_PER_SECOND = 24_000;
const TICK_MS = 100;
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export interface Note {
  blob: Blob;
  length_s: number;
  wave: number[];
}

export class Recorder {
  state = $state<"idle" | "asking" | "recording" | "paused" | "failed">("idle");
  elapsed_ms = $state(0);
  /** loudness each tenth of a second, 0 to 1 */
  levels = $state<number[]>([]);
  #recorder: MediaRecorder | null = null;
  #context: AudioContext | null = null;
  #stream: MediaStream | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #parts: Blob[] = [];

  constructor(readonly ended: (note: Note) => void) {}

  async start(): Promise<void> {
    if (this.state !== "idle" && this.state !== "failed") return;
    this.state = "asking";
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = (this.#recorder = new MediaRecorder(this.#stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND }));
      this.#parts = [];
      this.levels = [];
      this.elapsed_ms = 0;
      recorder.ondataavailable = ({ data }) => void this.#parts.push(data);
      recorder.onstop = () => this.#finish(recorder.mimeType);
      recorder.start(1000);
      this.#listen(this.#stream);
      this.state = "recording";
    } catch {
      this.#release();
      this.state = "failed";
    }
  }

  pause(): void {
    this.#recorder?.pause();
    this.state = "paused";
  }

  resume(): void {
    this.#recorder?.resume();
    this.state = "recording";
  }

  /** Enough: the note is handed over. */
  stop(): void {
    if (this.#recorder?.state !== "inactive") this.#recorder?.stop();
  }

  /** Leave without a note. */
  drop(): void {
    if (this.#recorder !== null) this.#recorder.onstop = null;
    this.stop();
    this.#release();
    this.state = "idle";
  }

  #listen(stream: MediaStream): void {
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 1024;
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    let before = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      if (this.state === "recording") {
        this.elapsed_ms += now - before;
        analyser.getByteTimeDomainData(samples);
        this.levels.push(samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0) / 128);
      }
      before = now;
      if (this.elapsed_ms >= LENGTH_S_MAX * 1000) this.stop();
    }, TICK_MS);
  }

  #finish(type: string): void {
    const note: Note = { blob: new Blob(this.#parts, { type }), length_s: Math.max(1, Math.round(this.elapsed_ms / 1000)), wave: bars(this.levels) };
    this.#release();
    this.state = "idle";
    if (note.blob.size > 0) this.ended(note);
    else this.state = "failed";
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close();
    this.#recorder = this.#context = this.#stream = null;
  }
}

/** The loudness of a whole note, long or short, in `count` bars, two places each. */
export function bars(levels: readonly number[], count = BARS): number[] {
  if (levels.length === 0) return [];
  const share = levels.length / count;
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor(index * share);
    const part = levels.slice(first, Math.max(first + 1, Math.floor((index + 1) * share)));
    return Math.round(Math.max(...part) * 100) / 100;
  });
}

/** `0:12` */
export function lengthText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
