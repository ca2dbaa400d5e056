package dev.rivulet.gateway.api.websocket;

/** Something that a client reads over its connection, beside others. Belongs to the connection's loop. */
interface SocketStream {

    /** The connection has room again, and it is this one's turn. */
    void drained();

    /** The client does not want it any more. */
    void leave();

    /** The client is gone. */
    void lose();

    /** The process stops. */
    void stop();
}
