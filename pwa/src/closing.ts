/** The façade's part about closing a hearing: what a seal would cover, sealing, manifests, and what was said afterwards. */
import type { Value } from "./domain/op";
import { valueOf } from "./domain/merge";
import { references } from "./domain/state";
import { coverOf, manifestOf, recordsOf, sealOf, tabletsOf, type Cover, type Manifest } from "./store/closing";
import type { Fold } from "./store/fold";
import type { RecordView } from "./view";

export type { Cover, Manifest };

/** What it needs of the app. */
export interface Host<Saved> {
  fold(): Fold;
  now(): number;
  newId(): string;
  view(id: string): RecordView | null;
  save(items: { type: string; id: string; values: Readonly<Record<string, Value>> }[]): Promise<Saved>;
}

/** A seal as people read it. */
export interface Seal {
  id: string;
  content_hash: string;
}

export class Closing<Saved> {
  constructor(readonly host: Host<Saved>) {}

  /**
   * Seal a hearing: its stage first, then the seal over all that is here, that edit among it, and the manifest with it (M15, S8).
   * Whatever comes later stands beside it. Killed in between, it is sealed again: a hearing is sealed where a seal stands.
   */
  async seal(hearing: string): Promise<Saved> {
    const { host } = this;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const closed_at = `${new Date(host.now()).toISOString().slice(0, 19)}Z[${zone}]`;
    const said = host.view(hearing)?.values;
    if ((said?.get("stage") !== "sealed" || !said.has("closed_at")) && this.sealsOf(hearing).length === 0) {
      await host.save([{ type: "hearing", id: hearing, values: { stage: "sealed", closed_at } }]);
    }
    const fold = host.fold();
    return host.save([
      { type: "seal", id: host.newId(), values: sealOf(fold, hearing) },
      { type: "manifest", id: host.newId(), values: manifestOf(fold, hearing) },
    ]);
  }

  /** Say what this tablet has of a hearing, so that the office knows what to expect (S8). */
  manifest(hearing: string): Promise<Saved> {
    const { host } = this;
    return host.save([{ type: "manifest", id: host.newId(), values: manifestOf(host.fold(), hearing) }]);
  }

  /** What a seal would cover now, and what speaks against it. */
  cover(hearing: string): Cover {
    return coverOf(this.host.fold(), hearing);
  }

  /** The seals of a hearing; they add up. */
  sealsOf(hearing: string): Seal[] {
    const seals = [...this.host.fold().ofType("seal")].filter((record) => references(record, "hearing").has(hearing));
    return seals.map((record) => ({ id: record.id, content_hash: String(valueOf(record, "content_hash") ?? "") }));
  }

  /** The latest word of each tablet about what it has of a hearing. */
  manifestsOf(hearing: string): Manifest[] {
    return tabletsOf(this.host.fold(), hearing);
  }

  /** The records of a hearing of which something was said after the seal, new ones among them. */
  amended(hearing: string): RecordView[] {
    return recordsOf(this.host.fold(), hearing).flatMap(({ id, late }) => (late.size === 0 ? [] : (this.host.view(id) ?? [])));
  }
}
