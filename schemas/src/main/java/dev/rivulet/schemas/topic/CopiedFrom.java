package dev.rivulet.schemas.topic;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Where a record of {@code chunk-events} was before it was copied into a topic with another number of partitions: a
 * header, {@code partition/offset}. In each partition of the new topic the copies come first, in this order.
 */
public record CopiedFrom(int partition, long offset) implements Comparable<CopiedFrom> {

    public static final String HEADER = "copied-from";

    private static final Comparator<CopiedFrom> ORDER = Comparator.comparingInt(CopiedFrom::partition)
            .thenComparingLong(CopiedFrom::offset);
    private static final char SEPARATOR = '/';

    /** Replaces the header of an earlier copy. */
    public void writeTo(Headers headers) {
        headers.remove(HEADER);
        headers.add(new RecordHeader(HEADER,
                (Integer.toString(partition) + SEPARATOR + offset).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads the header; empty if there is none that can be read. */
    public static Optional<CopiedFrom> read(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        int separator = text.indexOf(SEPARATOR);
        try {
            return separator < 0
                    ? Optional.empty()
                    : Optional.of(new CopiedFrom(Integer.parseInt(text.substring(0, separator)),
                            Long.parseLong(text.substring(separator + 1))));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(CopiedFrom other) {
        return ORDER.compare(this, other);
    }
}
