package dev.rivulet.testkit.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Binds the sockets of one node before Kafka starts, and hands them over when Kafka asks. So no other process can take
 * a free port before it is used, every node knows all controller ports before the first node starts, and an error about
 * a port that is in use can name it.
 */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

    private static final int BACKLOG = 512;

    private final Map<Integer, ServerSocketChannel> waiting = new ConcurrentHashMap<>();
    private final NodePorts ports;

    private BoundSockets(int clientPort, int controllerPort) {
        try {
            ports = new NodePorts(bind(clientPort), bind(controllerPort));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Binds the ports; 0 binds a free one. */
    static BoundSockets bind(NodePorts wanted, Optional<ProxiedListener> proxied) {
        BoundSockets sockets = new BoundSockets(wanted.client(), wanted.controller());
        try {
            proxied.ifPresent(listener -> sockets.bind(listener.port()));
            return sockets;
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /** Binds the sockets of all nodes of a new cluster; if one port is in use, closes the others again. */
    static List<BoundSockets> bindAll(EmbeddedKafkaOptions options) {
        List<BoundSockets> bound = new ArrayList<>();
        try {
            for (int node = 0; node < options.brokers(); node++) {
                int client = options.clientPort() == 0 ? 0 : options.clientPort() + node;
                bound.add(new BoundSockets(client, 0));
            }
            return bound;
        } catch (RuntimeException e) {
            bound.forEach(BoundSockets::close);
            throw e;
        }
    }

    NodePorts ports() {
        return ports;
    }

    private int bind(int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                // A restarted broker binds its old port while earlier connections are in TIME_WAIT.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(loopback(port), BACKLOG);
                int bound = ((InetSocketAddress) channel.getLocalAddress()).getPort();
                waiting.put(bound, channel);
                return bound;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (BindException e) {
            throw new EmbeddedKafkaException("Port " + port + " on 127.0.0.1 is already in use: stop the program that"
                    + " holds it (another broker?) or choose another port.", e);
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Cannot listen on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port);
    }

    @Override
    public ServerSocketChannel openServerSocket(String listener, InetSocketAddress address, int backlog,
            int receiveBufferSize) throws IOException {
        ServerSocketChannel channel = waiting.remove(address.getPort());
        if (channel == null) {
            throw new BindException("no socket was bound for listener " + listener + " at " + address);
        }
        // Kafka reads its listeners with a selector.
        channel.configureBlocking(false);
        return channel;
    }

    /** Closes the sockets that Kafka has not taken over. Kafka closes the others. */
    @Override
    public void close() {
        for (ServerSocketChannel channel : waiting.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                // It never accepted a connection: nothing is lost.
            }
        }
        waiting.clear();
    }
}
