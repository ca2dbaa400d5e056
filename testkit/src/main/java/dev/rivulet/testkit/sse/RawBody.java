package dev.rivulet.testkit.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The body of a raw HTTP response as far as it was received, with chunked encoding removed.
 *
 * @param complete whether the end was received: the final chunk, or the announced length
 */
public record RawBody(String text, boolean complete) {

    /** Parses a response including its head. */
    static RawBody of(byte[] response) {
        // ISO 8859-1: a char is a byte, so positions are the same in both.
        String wire = new String(response, ISO_8859_1);
        int headEnd = wire.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return new RawBody("", false);
        }
        String head = wire.substring(0, headEnd).toLowerCase(Locale.ROOT);
        int start = headEnd + 4;
        if (head.contains("transfer-encoding: chunked")) {
            return dechunked(response, wire, start);
        }
        int announced = contentLength(head);
        String text = new String(response, start, response.length - start, UTF_8);
        return new RawBody(text, announced >= 0 && response.length - start >= announced);
    }

    private static RawBody dechunked(byte[] response, String wire, int start) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = start;
        while (true) {
            int lineEnd = wire.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return new RawBody(body.toString(UTF_8), false);
            }
            int size = Integer.parseInt(wire.substring(at, lineEnd).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return new RawBody(body.toString(UTF_8), true);
            }
            int from = lineEnd + 2;
            body.write(response, Math.min(from, response.length), Math.max(0, Math.min(size, response.length - from)));
            at = from + size + 2;
        }
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.startsWith("content-length:")) {
                return Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        return -1;
    }
}
