import type { Messages, Requests } from "./messages.ts";

type RequestOf<Topic extends keyof Requests> = Requests[Topic]["request"];
type ResponseOf<Topic extends keyof Requests> = Requests[Topic]["response"];

/** One end of a channel between two processes of one server. A topic has at most one listener or handler. */
export interface IpcChannel {
  send<Topic extends keyof Messages>(topic: Topic, body: Messages[Topic]): void;
  on<Topic extends keyof Messages>(topic: Topic, listener: (body: Messages[Topic]) => void): void;
  /** Rejects when the other end's handler fails, or the other end is gone. */
  request<Topic extends keyof Requests>(topic: Topic, body: RequestOf<Topic>): Promise<ResponseOf<Topic>>;
  handle<Topic extends keyof Requests>(
    topic: Topic,
    handler: (body: RequestOf<Topic>) => Promise<ResponseOf<Topic>>,
  ): void;
}

/** A channel with the methods for its owner, which connects it to the process's messages. */
export interface OwnIpcChannel extends IpcChannel {
  /** Takes a message of the process; ignores messages that are not from a channel. */
  receive(message: unknown): void;
  /** Rejects all pending requests: the other end is gone. */
  end(): void;
}

type WireMessage =
  | { readonly minifb: "message"; readonly topic: string; readonly body: unknown }
  | { readonly minifb: "request"; readonly topic: string; readonly id: number; readonly body: unknown }
  | { readonly minifb: "response"; readonly id: number; readonly body: unknown }
  | { readonly minifb: "error"; readonly id: number; readonly body: string };

interface PendingRequest {
  readonly resolve: (response: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Bodies are not checked: both ends run the same program, so a body has the type of its topic.
 * @param transmit puts a message on the channel; it must not throw when the other end is gone
 */
export function createIpcChannel(transmit: (message: object) => void): OwnIpcChannel {
  const listeners = new Map<string, (body: never) => void>();
  const handlers = new Map<string, (body: never) => Promise<unknown>>();
  const pending = new Map<number, PendingRequest>();
  let lastId = 0;
  let isEnded = false;
  const post = (message: WireMessage) => transmit(message);
  const disconnected = () => new Error("Another process of the server is gone");

  async function respond(topic: string, id: number, body: unknown): Promise<void> {
    try {
      const handler = handlers.get(topic);
      if (!handler) throw new Error(`There is no handler for ${topic}`);
      post({ minifb: "response", id, body: await handler(body as never) });
    } catch (error) {
      post({ minifb: "error", id, body: error instanceof Error ? error.message : String(error) });
    }
  }

  function takePending(id: number): PendingRequest | undefined {
    const request = pending.get(id);
    pending.delete(id);
    return request;
  }

  return {
    send: (topic, body) => post({ minifb: "message", topic, body }),
    on: (topic, listener) => void listeners.set(topic, listener),
    handle: (topic, handler) => void handlers.set(topic, handler),
    request(topic, body) {
      if (isEnded) return Promise.reject(disconnected());
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        post({ minifb: "request", topic, id, body });
      });
    },
    receive(message) {
      if (!isWireMessage(message)) return;
      if (message.minifb === "message") listeners.get(message.topic)?.(message.body as never);
      else if (message.minifb === "request") void respond(message.topic, message.id, message.body);
      else if (message.minifb === "response") takePending(message.id)?.resolve(message.body as never);
      else takePending(message.id)?.reject(new Error(message.body));
    },
    end() {
      isEnded = true;
      for (const { reject } of pending.values()) reject(disconnected());
      pending.clear();
    },
  };
}

function isWireMessage(message: unknown): message is WireMessage {
  return typeof message === "object" && message !== null && "minifb" in message;
}
