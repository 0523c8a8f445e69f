package io.facet.jobs.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free TCP ports on the loopback interface.
 *
 * <p>They are sought below the range from which operating systems number client sockets: a port of that range, free when
 * it was probed, may belong to somebody's outgoing connection a moment later, and a broker that cannot bind ends the
 * process.
 */
final class LoopbackPorts {
    static final String HOST = "127.0.0.1";

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;

    private LoopbackPorts() {}

    /**
     * Distinct ports that nobody listens on at this moment.
     *
     * @throws IOException if so many cannot be found
     */
    static int[] find(int count) throws IOException {
        Set<Integer> found = new LinkedHashSet<>();
        for (int attempt = 0; attempt < ATTEMPTS && found.size() < count; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                found.add(port);
            }
        }
        if (found.size() < count) {
            throw new IOException("expected %d free ports between %d and %d on %s, found %d"
                    .formatted(count, FIRST, LAST, HOST, found.size()));
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
