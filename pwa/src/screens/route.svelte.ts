/**
 * Where a person is, in the hash: it needs no server, and «back» of the tablet works. Ids only, nothing personal (I7). The
 * office's QR, `#enrol=<code>`, is the screen «enrol» as well.
 */
export interface Place {
  screen: string;
  parts: string[];
}

function read(): Place {
  const [screen = "", ...parts] = location.hash.replace(/^#\/?/, "").split(/[/=]/).filter(Boolean);
  return { screen: screen || "home", parts };
}

export const place = $state<{ at: Place }>({ at: read() });
addEventListener("hashchange", () => {
  place.at = read();
});

export function go(...parts: string[]): void {
  location.hash = `/${parts.join("/")}`;
}
