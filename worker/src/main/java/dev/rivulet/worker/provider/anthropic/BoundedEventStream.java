package dev.rivulet.worker.provider.anthropic;

import dev.rivulet.worker.provider.EventTooLongException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an event stream. Throws {@link EventTooLongException} when an event is too long. Not thread-safe. */
final class BoundedEventStream extends FilterInputStream {

    private int sinceLastEvent;

    BoundedEventStream(InputStream in) {
        super(in);
    }

    void eventRead() {
        sinceLastEvent = 0;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws EventTooLongException {
        sinceLastEvent += read;
        if (sinceLastEvent > EventTooLongException.LONGEST_EVENT) {
            throw new EventTooLongException();
        }
    }
}
