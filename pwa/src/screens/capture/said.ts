/** The first line of what a citizen said is the title; what is longer goes on in the text below it. Pure. */
import { codePoints } from "../../domain/kinds";
import { LINE_MAX } from "../../generated/outcomes";

/** A title, and what did not fit into it: parted at the first line break, or at a word where the line is too long. */
export function parted(text: string): { title: string; rest: string } {
  const end = text.search(/[\n\t]/);
  const line = end < 0 ? text : text.slice(0, end);
  const below = end < 0 ? "" : text.slice(end + 1);
  if (codePoints(line) <= LINE_MAX) return { title: line, rest: below };
  const head = [...line].slice(0, LINE_MAX).join("");
  const space = head.lastIndexOf(" ");
  const title = space > LINE_MAX / 2 ? head.slice(0, space) : head;
  return { title, rest: `${line.slice(title.length).trimStart()}${below === "" ? "" : `\n${below}`}` };
}
