package dev.rivulet.local.chaos.request;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Draws what is sent over a WebSocket: frames that are right and wrong (RFC 6455, section 5). Not thread-safe. */
final class SocketFrames {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LARGEST_SHORT = 125;
    private static final int LARGEST_HEADER = 14;
    private static final List<Integer> CLOSE_CODES = List.of(1000, 1001, 1002, 1005, 1006, 1015, 999, 0, 65_535, 3_000,
            4_999, 5_000);
    private static final List<String> ODD = List.of("", "{", "[]", "null", "{}", "{\"type\":7}", "{\"type\":\"shout\"}",
            "{\"type\":\"ping\",\"id\":\"" + "i".repeat(200) + "\"}", "{\"type\":\"prompt\",\"id\":\"1\"}",
            "{\"type\":\"resume\",\"id\":\"1\",\"session\":\"a b\",\"turn\":\"x\"}", "{\"type\":\"ping\"} {}",
            "[".repeat(50_000), "{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":\"" + "p".repeat(300_000) + "\"}",
            "{\"type\":\"prompt\",\"id\":\"1\",\"prompt\":\"\\ud800\"}", "{\"a\":".repeat(20_000));

    private final Random random;
    private final RequestTemplates templates;

    SocketFrames(Random random, RequestTemplates templates) {
        this.random = random;
        this.templates = templates;
    }

    /** Returns the bytes of one or more frames. */
    byte[] draw() {
        return switch (random.nextInt(15)) {
            case 0, 1, 2, 3, 4 -> text(templates.frame());
            case 5 -> text(ODD.get(random.nextInt(ODD.size())));
            case 6 -> frame(FINAL | BINARY, random(random.nextInt(300)), true);
            case 7 -> frame(FINAL | TEXT, random(random.nextInt(1, 300)), true);
            case 8 -> frame(random.nextInt(256), random(random.nextInt(200)), true);
            case 9 -> frame(FINAL | TEXT, templates.frame().getBytes(StandardCharsets.UTF_8), false);
            case 10 -> fragments(templates.frame());
            case 11 -> header(FINAL | TEXT, random.nextLong() >>> random.nextInt(64), true).array();
            case 12 -> repeated(frame(FINAL | PING, random(random.nextInt(LARGEST_SHORT + 1)), true),
                    random.nextInt(1, 2_000));
            case 13 -> frame(FINAL | (random.nextBoolean() ? PING : PONG), random(random.nextInt(126, 2_000)), true);
            default -> close();
        };
    }

    private static byte[] text(String text) {
        return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8), true);
    }

    private byte[] close() {
        int code = CLOSE_CODES.get(random.nextInt(CLOSE_CODES.size()));
        byte[] payload = ByteBuffer.allocate(2 + random.nextInt(20)).putShort((short) code).array();
        return frame(FINAL | CLOSE, Arrays.copyOf(payload, random.nextInt(4) == 0 ? 1 : payload.length), true);
    }

    /** A message in pieces: some empty, some with a control frame between them, some that never end. */
    private byte[] fragments(String message) {
        ByteBuffer all = ByteBuffer.allocate(message.length() * (LARGEST_HEADER + 1) + 10_000);
        byte[] text = message.getBytes(StandardCharsets.US_ASCII);
        int type = TEXT;
        for (int from = 0; from < text.length;) {
            int to = Math.min(text.length, from + random.nextInt(40));
            boolean last = to == text.length && random.nextInt(3) > 0;
            all.put(frame(last ? FINAL | type : type, Arrays.copyOfRange(text, from, to), true));
            type = random.nextInt(30) == 0 ? TEXT : CONTINUATION;
            if (random.nextInt(10) == 0) {
                all.put(frame(FINAL | PING, random(3), true));
            }
            from = to == from ? from + 1 : to;
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteBuffer all = ByteBuffer.allocate(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.put(frame);
        }
        return all.array();
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** @param first the first byte: the final bit, reserved bits and the opcode */
    private static byte[] frame(int first, byte[] payload, boolean masked) {
        ByteBuffer header = header(first, payload.length, masked);
        return ByteBuffer.allocate(header.remaining() + payload.length).put(header).put(payload).array();
    }

    /** The mask is zero, so that the payload is sent as it is. */
    private static ByteBuffer header(int first, long length, boolean masked) {
        ByteBuffer header = ByteBuffer.allocate(LARGEST_HEADER).put((byte) first);
        int bit = masked ? MASKED : 0;
        if (length >= 0 && length <= LARGEST_SHORT) {
            header.put((byte) (bit | (int) length));
        } else if (length >= 0 && length <= 0xFFFF) {
            header.put((byte) (bit | 126)).putShort((short) length);
        } else {
            header.put((byte) (bit | 127)).putLong(length);
        }
        if (masked) {
            header.putInt(0);
        }
        return ByteBuffer.wrap(Arrays.copyOf(header.array(), header.position()));
    }
}
