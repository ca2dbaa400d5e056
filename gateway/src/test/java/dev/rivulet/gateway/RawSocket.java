package dev.rivulet.gateway;

import dev.rivulet.testkit.wait.Waiting;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket by hand: with a small receive buffer, and free to do what no library would. */
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int SMALL_RECEIVE_BUFFER = 4 << 10;
    private static final int READING_BUFFER = 64 << 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawSocket(String url) throws IOException {
        URI uri = URI.create(url);
        socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
        socket.setSoTimeout(Math.toIntExact(Waiting.LIMIT.toMillis()));
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write(("GET " + uri.getPath()
                + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_RECEIVE_BUFFER));
    }

    /** The head of the response, line by line. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readUnsignedByte());
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int type, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header(type, payload.length));
        frame.writeBytes(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Sends a part of a message that is not its last. */
    void sendPart(int type, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header(type, payload.length));
        frame.writeBytes(payload);
        byte[] bytes = frame.toByteArray();
        bytes[0] = (byte) (bytes[0] & ~FINAL);
        socket.getOutputStream().write(bytes);
    }

    /** The first bytes of a frame, whose payload is not masked by anything but zeros. */
    static byte[] header(int type, long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) (FINAL | type));
        if (length < TWO_BYTES) {
            header.put((byte) (MASKED | length));
        } else if (length <= 0xFFFF) {
            header.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
        } else {
            header.put((byte) (MASKED | EIGHT_BYTES)).putLong(length);
        }
        header.putInt(0).flip();
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Frame next() throws IOException {
        int type = in.readUnsignedByte() & 0x0F;
        long length = in.readUnsignedByte();
        if (length == TWO_BYTES) {
            length = in.readUnsignedShort();
        } else if (length == EIGHT_BYTES) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(type, payload);
    }

    /** The next frame of a type, passing over the others. */
    Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame.type != type) {
            frame = next();
        }
        return frame;
    }

    /** From now on it reads as fast as it can: with a buffer so small the kernel waits between packets. */
    void hurry() throws IOException {
        socket.setReceiveBufferSize(READING_BUFFER);
    }

    /** The next text, as a client reads that answers pings. */
    String text() throws IOException {
        for (Frame frame = next();; frame = next()) {
            if (frame.type == TEXT) {
                return new String(frame.payload, StandardCharsets.UTF_8);
            }
            if (frame.type == PING) {
                send(PONG, frame.payload);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A frame from the server. */
    record Frame(int type, byte[] payload) {

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort();
        }
    }
}
