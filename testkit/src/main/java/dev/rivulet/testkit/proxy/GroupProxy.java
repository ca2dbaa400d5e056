package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final ServerSocket server;
    private final int brokerPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile String cutOff; // a part of a client id, or null

    /** Starts a proxy on a free port of loopback. */
    public GroupProxy(int brokerPort) {
        this.brokerPort = brokerPort;
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
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

    private void accept() {
        while (!server.isClosed()) {
            try {
                pass(server.accept());
            } catch (IOException closed) {
                // No more connections.
            }
        }
    }

    private void pass(Socket client) throws IOException {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            open.add(client);
            open.add(broker);
            Thread.startVirtualThread(() -> passRequests(client, broker));
            Thread.startVirtualThread(() -> passResponses(broker, client));
        } catch (IOException refused) {
            client.close();
        }
    }

    private void passRequests(Socket client, Socket broker) {
        try (client; broker) {
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
        } catch (IOException gone) {
            // One end is closed.
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

    private void passResponses(Socket broker, Socket client) {
        try (broker; client) {
            broker.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // One end is closed.
        } finally {
            open.remove(broker);
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
