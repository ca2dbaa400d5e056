package dev.rivulet.gateway.stream;

/** A reader as its transport sees it. Must be called on the reader's loop. */
public interface Reader extends OpenStreams.Stream {

    /** The client has taken what waited. */
    void drained();

    /** The client reads no longer, but its connection stands. */
    void leave();

    /** The client's connection is lost. */
    void lost();
}
