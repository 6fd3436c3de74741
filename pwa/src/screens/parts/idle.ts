/** Resolves when the tablet has nothing else to do, or after a fifth of a second: give way to whatever a person does. */
export const rest = (): Promise<void> =>
  new Promise((done) => (typeof requestIdleCallback === "function" ? requestIdleCallback(() => done(), { timeout: 200 }) : setTimeout(done, 0)));
