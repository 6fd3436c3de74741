/** What a citizen reads himself, on a tablet that is handed to him or before he signs: also in Kazakh Cyrillic (scenario 23). */
import { t } from "../../i18n";

export const citizen = $state({ is_kazakh: false });

/** The text of a `tablet.…` msgid in the citizen's language. */
export function said(msgid: string, values: Readonly<Record<string, string | number>> = {}): string {
  return t(citizen.is_kazakh ? msgid.replace("tablet.", "tablet.kk.") : msgid, values);
}
