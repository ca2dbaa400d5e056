package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A TCP proxy before a broker that reads Kafka's request headers. Can cut a client off from the group coordinator
 * alone: closes a connection on which the client asks that, and passes on all else. The client has a connection of its
 * own for that. One virtual thread per direction. Thread-safe.
 */
public final class GroupProxy implements AutoCloseable {

    /** What only the group coordinator answers. */
    private static final Set<Short> GROUP = Set.of(ApiKeys.OFFSET_COMMIT.id, ApiKeys.OFFSET_FETCH.id,
            ApiKeys.JOIN_GROUP.id, ApiKeys.SYNC_GROUP.id, ApiKeys.HEARTBEAT.id, ApiKeys.LEAVE_GROUP.id);
    private static final int CLIENT_ID_AT = 8;

    private final ProxyServer server;
    private volatile String cutOff; // a part of a client id, or null

    /** Starts a proxy on a free port of loopback. */
    public GroupProxy(int brokerPort) {
        server = new ProxyServer(brokerPort, this::passRequests,
                (broker, client) -> broker.getInputStream().transferTo(client.getOutputStream()));
    }

    public int port() {
        return server.port();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** @param client what the ids of the clients to cut off contain */
    public void cutOff(String client) {
        cutOff = client;
    }

    /** Passes on everything again. */
    public void heal() {
        cutOff = null;
    }

    private void passRequests(Socket client, Socket broker) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(broker.getOutputStream());
        while (true) {
            byte[] request = in.readNBytes(in.readInt());
            if (isCutOff(ByteBuffer.wrap(request))) {
                return;
            }
            out.writeInt(request.length);
            out.write(request);
        }
    }

    private boolean isCutOff(ByteBuffer request) {
        String client = cutOff;
        if (client == null || !GROUP.contains(request.getShort(0))) {
            return false;
        }
        int length = request.getShort(CLIENT_ID_AT);
        return length > 0 && new String(request.array(), CLIENT_ID_AT + 2, length, UTF_8).contains(client);
    }

    @Override
    public void close() {
        server.close();
    }
}
