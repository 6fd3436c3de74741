/** What the tests of a round ask of a tablet and of the wire's fake. */
import { valueOf } from "../domain/merge";
import { receiptsOf } from "../domain/overlay";
import { encode } from "../domain/record";
import { FakeServer } from "./fake_server";
import { makeTablet, type Tablet } from "./tablet";

export const title = (tablet: Tablet, id: string): unknown => {
  const record = tablet.session.fold.view(id);
  return record && valueOf(record, "title");
};
export const left = async (tablet: Tablet): Promise<number[]> =>
  (await tablet.session.offered(tablet.session.inc)).map(({ entry }) => entry.seq);
export const arrived = (tablet: Tablet) => receiptsOf(tablet.session.fold.overlay, tablet.session.inc).arrived;
export const serverRow = (server: FakeServer, id: string) => encode(server.records.get(id)?.record as never)[0];

export async function world() {
  const server = new FakeServer();
  return { server, tablet: await makeTablet(server) };
}
