package dev.rivulet.local.chaos.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An HTTP request that a {@link RequestMutation} can change before it is sent. Not thread-safe. */
final class RequestDraft {

    String method;
    String target;
    String version = "HTTP/1.1";
    String lineEnd = "\r\n";
    /** Whole lines, without their end. */
    final List<String> headers = new ArrayList<>();
    byte[] body;
    boolean namesLength = true;

    RequestDraft(String method, String target, byte[] body) {
        this.method = method;
        this.target = target;
        this.body = body;
        headers.add("Host: 127.0.0.1");
    }

    RequestDraft header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + lineEnd);
        headers.forEach(line -> head.append(line).append(lineEnd));
        if (body.length > 0 && namesLength) {
            head.append("Content-Length: ").append(body.length).append(lineEnd);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append(lineEnd).toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
