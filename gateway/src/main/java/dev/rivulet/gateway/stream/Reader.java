package dev.rivulet.gateway.stream;

/** What a transport tells its reader. Must be called on the reader's loop. */
public interface Reader extends OpenStreams.Stream {

    /** The client has taken enough of a full buffer. */
    void drained();

    /** The client stops reading; its connection stays open. */
    void leave();

    /** The client's connection is lost. */
    void lost();
}
