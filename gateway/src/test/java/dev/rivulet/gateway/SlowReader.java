package dev.rivulet.gateway;

import dev.rivulet.testkit.wait.Waiting;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A client that asks for a stream, reads the head, and then reads nothing until it is told to read all. */
final class SlowReader implements AutoCloseable {

    /** The kernel is to keep little of what is not read. */
    private static final int SMALL_RECEIVE_BUFFER = 4_096;
    private static final int READING_BUFFER = 64 << 10;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private SlowReader(URI uri, String request) throws IOException {
        socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
        socket.setSoTimeout(Math.toIntExact(Waiting.LIMIT.toMillis()));
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_RECEIVE_BUFFER));
    }

    /** Asks for a turn. */
    static SlowReader ask(String url) throws IOException {
        String json = "{\"prompt\":\"hello\"}";
        return new SlowReader(URI.create(url), head("POST", url) + "Content-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json);
    }

    /** Follows a turn that somebody asked for. */
    static SlowReader follow(String url) throws IOException {
        return new SlowReader(URI.create(url), head("GET", url) + "\r\n");
    }

    private static String head(String method, String url) {
        URI uri = URI.create(url);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method + " " + uri.getRawPath() + query
                + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n";
    }

    /** Reads the head; returns the value of a header in it. */
    String header(String name) throws IOException {
        String value = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase().startsWith(name.toLowerCase() + ": ")) {
                value = line.substring(name.length() + 2);
            }
        }
        return value;
    }

    /** Reads all there is; returns id and data of each event. */
    List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        eachEvent(events::add);
        return events;
    }

    /** Reads all there is, an event at a time: id and data. */
    void eachEvent(Consumer<String> event) throws IOException {
        socket.setReceiveBufferSize(READING_BUFFER);
        Lines lines = new Lines(event);
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            byte[] chunk = new byte[length];
            in.readFully(chunk);
            line(in);
            lines.take(chunk);
        }
    }

    /** The length of the next chunk of the body; 0 at its end. */
    private int chunkLength() throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    /** Finds the events in the chunks of a body. */
    private static final class Lines {

        private static final String ID = "id: ";
        private static final String DATA = "data: ";

        private final Consumer<String> event;
        private byte[] begun = {}; // a line whose end has not come
        private String id = "";

        Lines(Consumer<String> event) {
            this.event = event;
        }

        void take(byte[] chunk) {
            int start = 0;
            for (int i = 0; i < chunk.length; i++) {
                if (chunk[i] == '\n') {
                    line(new String(chunk, start, i - start, StandardCharsets.ISO_8859_1));
                    start = i + 1;
                }
            }
            begun = join(begun, chunk, start);
        }

        private void line(String rest) {
            String line = begun.length == 0 ? rest : new String(begun, StandardCharsets.ISO_8859_1) + rest;
            begun = new byte[0];
            if (line.startsWith(ID)) {
                id = line.substring(ID.length());
            } else if (line.startsWith(DATA)) {
                event.accept(id + line.substring(DATA.length()));
            }
        }

        private static byte[] join(byte[] before, byte[] chunk, int from) {
            byte[] joined = Arrays.copyOf(before, before.length + chunk.length - from);
            System.arraycopy(chunk, from, joined, before.length, chunk.length - from);
            return joined;
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
