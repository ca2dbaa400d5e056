// Streams that share WebSockets. Runs in the shared worker, or in a page that has none.

const MAX_STREAMS = 64; // of one connection: rivulet.http.max-socket-streams
const IDLE_MS = 10_000;

/**
 * The connections of a browser: one for each gateway and key. A connection names its events by their session, so a session that
 * is read twice at once takes another connection.
 */
export class Sockets {
  #sockets = new Set();

  /**
   * Starts to read. `take.event` gets `open`, `ended` and the events; `take.failure` gets `{problem}` or `{lost}` once,
   * after which no more comes; with `lost`, `noSocket` says that the connection was refused, `silent` that nothing ever
   * came on it. Returns what stops the reading.
   */
  open(gateway, reading, limits, take) {
    let socket = [...this.#sockets].find((other) => other.gateway === gateway && other.key === limits.key
      && other.hasRoomFor(reading.session));
    if (!socket) {
      socket = new Socket(gateway, limits, () => this.#sockets.delete(socket));
      this.#sockets.add(socket);
    }
    return socket.open(reading, take);
  }
}

class Socket {
  #socket;
  #streams = new Map(); // by session
  #requests = 0;
  #waiting = []; // frames to send when the connection is open
  #heard = performance.now();
  #watch;
  #silent;
  #idle;
  #gone;

  constructor(gateway, { silenceLimitMs, webSocketTimeoutMs, key }, gone) {
    this.gateway = gateway;
    this.key = key;
    this.#gone = gone;
    this.#socket = new WebSocket(`${gateway.replace(/^http/, 'ws')}/ws`, key ? ['rivulet', `bearer.${key}`] : []);
    let opened = false;
    this.#socket.onopen = () => {
      opened = true;
      this.#send({ type: 'ping' }); // is answered at once, whatever the streams have to wait for
      for (const frame of this.#waiting.splice(0)) this.#send(frame);
    };
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#socket.onclose = () => this.#end({ lost: `the connection to ${gateway} was lost`, noSocket: !opened });
    this.#silent = setTimeout(() => this.#end({ lost: `${gateway} sent nothing over a WebSocket`, silent: true }),
      webSocketTimeoutMs);
    this.#watch = setInterval(() => {
      if (performance.now() - this.#heard > silenceLimitMs) this.#end({ lost: `${gateway} sent nothing` });
      else this.#send({ type: 'ping' });
    }, silenceLimitMs / 3);
  }

  hasRoomFor(session) {
    return this.#streams.size < MAX_STREAMS && !this.#streams.has(session);
  }

  open({ session, turn, prompt, key, cursor, from, throttle, granularity }, take) {
    const stream = { id: String(++this.#requests), session, turn, take, follows: !turn && !prompt, open: false };
    this.#streams.set(session, stream);
    clearTimeout(this.#idle);
    const shape = { id: stream.id, session, throttle, granularity };
    if (prompt && !turn) this.#send({ ...prompt, ...shape, type: 'prompt', idempotencyKey: key });
    else if (turn) this.#send({ ...shape, type: 'resume', turn, cursor, from: cursor ? undefined : from });
    else this.#send({ ...shape, type: 'follow', cursor, from: cursor ? undefined : from });
    return () => this.#leave(stream);
  }

  #leave(stream) {
    if (!stream.take) return;
    stream.take = null;
    if (stream.open) this.#sendLeave(stream);
  }

  /** The session is free again when the gateway has answered: its events may be under way. */
  #sendLeave({ id, session, turn, follows }) {
    this.#send({ type: 'leave', id, session, turn: follows ? undefined : turn });
  }

  #receive(frame) {
    clearTimeout(this.#silent);
    this.#heard = performance.now();
    const { type, id, session, turn, cursor, data, problem } = frame;
    if (type === 'farewell') {
      this.#end({ lost: `${this.gateway} stops`, retryAfterMs: 1_000 });
      return;
    }
    const stream = this.#streams.get(session);
    if (!stream || (id !== undefined && id !== stream.id)) return;
    switch (type) {
      case 'accepted':
      case 'resumed':
      case 'following':
        stream.open = true;
        stream.turn ??= turn;
        if (stream.take) stream.take.event({ type: 'open', turn });
        else this.#sendLeave(stream);
        break;
      case 'ended':
        stream.take?.event({ type: 'open' });
        stream.take?.event({ type });
        this.#free(stream);
        break;
      case 'left':
        this.#free(stream);
        break;
      case 'problem':
        this.#free(stream);
        stream.take?.failure({ problem });
        break;
      default:
        if (!stream.follows && (type === 'done' || type === 'error')) this.#free(stream);
        stream.take?.event({ type, cursor, data: stream.follows && turn ? { turnId: turn, ...data } : data });
    }
  }

  #free(stream) {
    stream.open = false;
    this.#streams.delete(stream.session);
    if (this.#streams.size === 0) this.#idle = setTimeout(() => this.#end(), IDLE_MS);
  }

  #send(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
    else this.#waiting.push(frame);
  }

  #end(failure) {
    clearInterval(this.#watch);
    clearTimeout(this.#silent);
    clearTimeout(this.#idle);
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close();
    this.#gone();
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const { take } of streams) take?.failure(failure);
  }
}
