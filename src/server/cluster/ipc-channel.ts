import type { Messages, Requests } from "./messages.ts";

/** One end of a channel between two processes of one server. */
export interface IpcChannel {
  send<Topic extends keyof Messages>(topic: Topic, body: Messages[Topic]): void;
  /** To be called once a topic. */
  on<Topic extends keyof Messages>(topic: Topic, listener: (body: Messages[Topic]) => void): void;
  /** Rejects when the other end cannot answer, or is gone. */
  request<Topic extends keyof Requests>(
    topic: Topic,
    question: Requests[Topic]["question"],
  ): Promise<Requests[Topic]["answer"]>;
  /** To be called once a topic. */
  handle<Topic extends keyof Requests>(
    topic: Topic,
    handler: (question: Requests[Topic]["question"]) => Promise<Requests[Topic]["answer"]>,
  ): void;
}

/** A link with what its owner does to it. */
export interface OwnIpcChannel extends IpcChannel {
  /** Takes in what came over the channel; what is no message of a link is passed over. */
  receive(message: unknown): void;
  /** Fails what waits for an answer: the other end is gone. */
  end(): void;
}

/** As it goes over the channel. */
type Message =
  | { readonly minifb: "tell"; readonly topic: string; readonly body: unknown }
  | { readonly minifb: "ask"; readonly topic: string; readonly id: number; readonly body: unknown }
  | { readonly minifb: "answer"; readonly id: number; readonly body: unknown }
  | { readonly minifb: "fault"; readonly id: number; readonly body: string };

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (fault: Error) => void;
}

/**
 * Both ends run the same program, so that what comes over the channel is of the type that its topic has.
 * @param send puts a message on the channel; it does not throw when nobody is there
 */
export function createIpcChannel(send: (message: object) => void): OwnIpcChannel {
  const listeners = new Map<string, (body: never) => void>();
  const handlers = new Map<string, (question: never) => Promise<unknown>>();
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let isEnded = false;
  const post = (message: Message) => send(message);
  const gone = () => new Error("Another process of the server is gone");

  async function reply(topic: string, id: number, question: unknown): Promise<void> {
    try {
      const handler = handlers.get(topic);
      if (!handler) throw new Error(`Nobody answers ${topic}`);
      post({ minifb: "answer", id, body: await handler(question as never) });
    } catch (fault) {
      post({ minifb: "fault", id, body: fault instanceof Error ? fault.message : String(fault) });
    }
  }

  function settle(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  }

  return {
    send: (topic, body) => post({ minifb: "tell", topic, body }),
    on: (topic, listener) => void listeners.set(topic, listener),
    handle: (topic, handler) => void handlers.set(topic, handler),
    request(topic, question) {
      if (isEnded) return Promise.reject(gone());
      const id = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        post({ minifb: "ask", topic, id, body: question });
      });
    },
    receive(message) {
      if (!isMessage(message)) return;
      if (message.minifb === "tell") listeners.get(message.topic)?.(message.body as never);
      else if (message.minifb === "ask") void reply(message.topic, message.id, message.body);
      else if (message.minifb === "answer") settle(message.id)?.resolve(message.body as never);
      else settle(message.id)?.reject(new Error(message.body));
    },
    end() {
      isEnded = true;
      for (const { reject } of waiting.values()) reject(gone());
      waiting.clear();
    },
  };
}

function isMessage(message: unknown): message is Message {
  return typeof message === "object" && message !== null && "minifb" in message;
}
