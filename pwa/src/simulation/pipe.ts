/** Questions to the deployment, one JSON line each way over the standard streams (server/simulation/worker.py). */
import { createInterface } from "node:readline";

export class Pipe {
  readonly #lines: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #is_over = false;

  constructor() {
    const input = createInterface({ input: process.stdin, crlfDelay: Infinity });
    input.on("line", (line) => this.#heard(line));
    input.on("close", () => {
      this.#is_over = true;
      this.#waiting?.(null);
    });
  }

  /** What we are told next; null at the end. The other side names the shape. */
  async hear<T>(): Promise<T | null> {
    const line = this.#lines.shift() ?? (this.#is_over ? null : await new Promise<string | null>((resolve) => (this.#waiting = resolve)));
    return line === null ? null : (JSON.parse(line) as T);
  }

  tell(said: object): void {
    process.stdout.write(JSON.stringify(said) + "\n");
  }

  async ask<T>(question: { do: string; now: number } & Record<string, unknown>): Promise<T> {
    this.tell(question);
    const answer = await this.hear<T>();
    if (answer === null) throw new Error("the deployment is gone");
    return answer;
  }

  #heard(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting(line);
    else this.#lines.push(line);
  }
}
