import { isOld, type KeptForm } from './keeping.js';
import { isOver, type UnsentCall } from './sending.js';

const NAME = 'tong-dai-1022';
const FORMS = 'forms';
const CALLS = 'calls';

let opened: Promise<IDBDatabase> | null = null;

/** What is begun and what waits to be sent, in this browser's database. Every call fails where there is none. */
export const browserStore = {
  forms: (owner: string): Promise<KeptForm[]> => own<KeptForm>(FORMS, owner),

  /** It is on the disk when this is done: a machine that loses power has it. */
  putForm: (form: KeptForm): Promise<void> => write((tx) => tx.objectStore(FORMS).put(form)),

  dropForm: (id: string): Promise<void> => write((tx) => tx.objectStore(FORMS).delete(id)),

  calls: (owner: string): Promise<UnsentCall[]> => own<UnsentCall>(CALLS, owner),

  putCall: (call: UnsentCall): Promise<void> => write((tx) => tx.objectStore(CALLS).put(call)),

  dropCall: (key: string): Promise<void> => write((tx) => tx.objectStore(CALLS).delete(key)),

  /** A form that was saved becomes a contact to send: one or the other is there at any moment, never both. */
  queue: (call: UnsentCall, formId: string): Promise<void> =>
    write((tx) => {
      tx.objectStore(CALLS).put(call);
      tx.objectStore(FORMS).delete(formId);
    }),

  /** A contact goes back to whoever wrote it. */
  giveBack: (key: string, form: KeptForm): Promise<void> =>
    write((tx) => {
      tx.objectStore(CALLS).delete(key);
      tx.objectStore(FORMS).put(form);
    }),

  /** Whoever they belong to: words about people do not stay for longer. */
  forgetOld: async (now: number): Promise<void> => {
    const [forms, calls] = await Promise.all([all<KeptForm>(FORMS), all<UnsentCall>(CALLS)]);
    await write((tx) => {
      for (const { id, at } of forms) if (isOld(at, now)) tx.objectStore(FORMS).delete(id);
      for (const call of calls) if (isOver(call, now)) tx.objectStore(CALLS).delete(call.key);
    });
  },
};

async function own<T extends { readonly owner: string }>(store: string, owner: string): Promise<T[]> {
  return (await all<T>(store)).filter((one) => one.owner === owner);
}

async function all<T>(store: string): Promise<T[]> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = database.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>;
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('not read'));
    };
  });
}

async function write(work: (transaction: IDBTransaction) => unknown): Promise<void> {
  const database = await open();
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction([FORMS, CALLS], 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('not written'));
    };
    work(transaction);
  });
}

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(FORMS, { keyPath: 'id' });
      request.result.createObjectStore(CALLS, { keyPath: 'key' });
    };
    request.onsuccess = () => {
      // A later version of this page, in another tab, changes the database: this one does not stand in its way.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      // By the browser itself: the disk was full, or somebody has cleared its data.
      request.result.onclose = () => {
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error ?? new Error('not opened'));
    };
  });
  return opened;
}
