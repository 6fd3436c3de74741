/** The deployment's side of store/seal.ts: opens frame 0 of a segment. */
import { fromBase64url, utf8 } from "../store/bytes";

export async function openFrame(pair: CryptoKeyPair, sealing_key: string, inc: string, sealed: [ephemeral: string, frame: string]): Promise<string> {
  const { subtle } = crypto;
  const ephemeral = fromBase64url(sealed[0]);
  const theirs = await subtle.importKey("raw", ephemeral, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const salt = new Uint8Array([...ephemeral, ...fromBase64url(sealing_key)]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8("yavuul sealed 1") };
  const secret = await subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: utf8(`${inc}‖0`) };
  const packed = await subtle.decrypt(parameters, secret, fromBase64url(sealed[1]));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
