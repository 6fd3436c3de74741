/** The tablets' process of a simulation worker: one order a schedule on standard input, until it ends. */
import "fake-indexeddb/auto";
import { Pipe } from "./pipe";
import { runSchedule } from "./schedule";
import type { Order } from "./world";

const pipe = new Pipe();
for (let order = await pipe.hear<Order>(); order !== null; order = await pipe.hear<Order>()) await runSchedule(pipe, order);
