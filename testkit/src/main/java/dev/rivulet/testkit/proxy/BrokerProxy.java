package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * A TCP proxy before a broker that reads Kafka's request headers, for faults that hit one client.
 * <ul>
 * <li>It can cut a client off from the group coordinator alone: closes a connection on which the client asks that, and
 * passes on all else. The client has a connection of its own for that.
 * <li>It can lose everything between a client and the broker: the connections stay open, and nothing passes.
 * </ul>
 * One virtual thread per direction. Thread-safe.
 */
public final class BrokerProxy implements AutoCloseable {

    /** What only the group coordinator answers. */
    private static final Set<Short> GROUP = Set.of(ApiKeys.OFFSET_COMMIT.id, ApiKeys.OFFSET_FETCH.id,
            ApiKeys.JOIN_GROUP.id, ApiKeys.SYNC_GROUP.id, ApiKeys.HEARTBEAT.id, ApiKeys.LEAVE_GROUP.id);
    private static final int CLIENT_ID_AT = 8;

    private final Silence silence = new Silence();
    private final Map<Socket, String> clients = new ConcurrentHashMap<>(); // client ids of open connections
    private final ProxyServer server;
    private volatile String cutOff; // a part of a client id, or null
    private volatile String partitioned; // a part of a client id, or null

    /** Starts a proxy on a free port of loopback. */
    public BrokerProxy(int brokerPort) {
        server = new ProxyServer(brokerPort, this::passRequests,
                (broker, client) -> silence.pass(broker, client, () -> isIn(clients.get(client), partitioned)));
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

    /**
     * Loses everything from and to clients.
     *
     * @param client what their ids contain
     */
    public void partition(String client) {
        silence.begin();
        partitioned = client;
    }

    /** Passes on everything again. Closes the connections that lost something. */
    public void heal() {
        cutOff = null;
        partitioned = null;
        silence.end();
    }

    /** Returns the ids of the clients that are connected. */
    public Set<String> clients() {
        return Set.copyOf(clients.values());
    }

    private void passRequests(Socket client, Socket broker) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(broker.getOutputStream());
        try {
            while (true) {
                byte[] request = in.readNBytes(in.readInt());
                ByteBuffer header = ByteBuffer.wrap(request);
                String id = clientId(header);
                clients.put(client, id);
                if (isIn(id, partitioned)) {
                    silence.await();
                }
                if (GROUP.contains(header.getShort(0)) && isIn(id, cutOff)) {
                    return;
                }
                out.writeInt(request.length);
                out.write(request);
            }
        } finally {
            if (isIn(clients.getOrDefault(client, ""), partitioned)) {
                silence.await();
            }
            clients.remove(client);
        }
    }

    private static String clientId(ByteBuffer request) {
        int length = request.getShort(CLIENT_ID_AT);
        return length > 0 ? new String(request.array(), CLIENT_ID_AT + 2, length, UTF_8) : "";
    }

    /** @param part null is in no id */
    private static boolean isIn(String id, String part) {
        return id != null && part != null && id.contains(part);
    }

    @Override
    public void close() {
        silence.end();
        server.close();
    }
}
