import { expect, test } from "vitest";

import { asksToEnrol, codeIn } from "./enrol_address";

const OWN = "https://app.yavuul.example";
const CODE = "7H3K-9QZD-W2MX-5T8B-C4RN-6VJP-0YFE-1GSA";

test.each([
  ["as shown", CODE, CODE],
  ["with spaces around and between", "  7H3K 9QZD ", "7H3K 9QZD"],
  ["with letters that only look alike", "7Н3К-9QZD", "7Н3К-9QZD"],
  ["the office's own QR", `${OWN}/#enrol=7H3K9QZD`, "7H3K9QZD"],
])("a code is read: %s", (_, text, code) => {
  expect(codeIn(text, OWN)).toBe(code);
});

test.each([
  ["another host", "https://evil.example/#enrol=7H3K9QZD"],
  ["a host that begins like ours", "https://app.yavuul.example.evil.example/#enrol=7H3K9QZD"],
  ["our host as a user name", "https://app.yavuul.example@evil.example/#enrol=7H3K9QZD"],
  ["our host without encryption", "http://app.yavuul.example/#enrol=7H3K9QZD"],
  ["our host on another port", "https://app.yavuul.example:8443/#enrol=7H3K9QZD"],
  ["no scheme", "//evil.example/#enrol=7H3K9QZD"],
  ["another page of ours", `${OWN}/elsewhere#enrol=7H3K9QZD`],
  ["a query", `${OWN}/?to=evil.example#enrol=7H3K9QZD`],
  ["a script", "javascript:alert(1)"],
  ["a script that holds a code", "javascript:void '#enrol=7H3K9QZD'"],
  ["a script behind our address", `${OWN}/#enrol=javascript:alert(1)`],
  ["a script in the dress of a line break", "java\nscript:alert(1)"],
  ["data", "data:text/html,7H3K9QZD"],
  ["a network of a phone", "WIFI:T:WPA;S:Khural;P:secret;;"],
  ["markup", "<img src=x onerror=alert(1)>"],
  ["our address without code", `${OWN}/#enrol=`],
  ["our address in our address", `${OWN}/#enrol=${OWN}/#enrol=7H3K9QZD`],
  ["nothing", "   "],
  ["too much", "7".repeat(65)],
])("H46: what points elsewhere or runs is refused: %s", (_, text) => {
  expect(codeIn(text, OWN)).toBeNull();
});

test("an address that asks to enrol is known by its hash", () => {
  expect(["#enrol=7H3K", "#enrol=", "#/enrol", "#/home", ""].map(asksToEnrol)).toEqual([true, true, false, false, false]);
});
