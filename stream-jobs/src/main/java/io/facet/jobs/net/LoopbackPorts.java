package io.facet.jobs.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

import io.facet.domain.UserError;

/** TCP ports of the loopback interface. An answer is true at the moment it is given: another program may be quicker. */
public final class LoopbackPorts {
    /** The interface's address. */
    public static final String HOST = "127.0.0.1";

    // Below the range from which operating systems number client sockets: a port of that range, free when it was
    // probed,
    // may be somebody's outgoing connection by the time a broker has started, and a broker that cannot bind ends the
    // process.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 200;

    private LoopbackPorts() {}

    /** A port nobody listens on. */
    public static int anyFree() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST, LAST)
                .filter(LoopbackPorts::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "expected a free port between %d and %d, found none".formatted(FIRST, LAST)));
    }

    /** Nobody listens on the port. */
    public static boolean isFree(int port) {
        try {
            bind(port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** @throws UserError where another program listens on the port */
    public static void requireFree(String what, int port, String option) {
        try {
            bind(port);
        } catch (IOException e) {
            throw new UserError(
                    "port " + port + " for " + what + " is taken by another program (" + e.getMessage()
                            + "); stop it or choose another port with " + option,
                    e);
        }
    }

    private static void bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // Else a port whose last connections are still closing counts as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }
}
