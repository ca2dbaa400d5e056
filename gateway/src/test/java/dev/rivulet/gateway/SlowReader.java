package dev.rivulet.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that asks for a stream, reads the head, and then reads nothing until it is told to read all. */
final class SlowReader implements AutoCloseable {

    private static final int SMALL_RECEIVE_BUFFER = 4_096;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    SlowReader(String url, String json) throws IOException {
        URI uri = URI.create(url);
        socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
        socket.setSoTimeout(Math.toIntExact(Waits.LONG.toMillis()));
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream()
                .write(("POST " + uri.getPath() + " HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json)
                        .getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_RECEIVE_BUFFER));
    }

    /** Reads the head; returns the value of a header in it. */
    String header(String name) throws IOException {
        String value = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase().startsWith(name.toLowerCase() + ": ")) {
                value = line.substring(name.length() + 2);
            }
        }
        return value;
    }

    /** Reads all there is; returns ids and data of the events. */
    List<String> events() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        List<String> events = new ArrayList<>();
        String id = "";
        for (String line : body.toString(StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                events.add(id + line.substring(6));
            }
        }
        return events;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
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
