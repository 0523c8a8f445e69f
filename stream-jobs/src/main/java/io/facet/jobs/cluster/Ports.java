package io.facet.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.facet.jobs.UserError;

/** TCP ports of the loopback interface. An answer is true at the moment it is given: another program may be quicker. */
final class Ports {

    private Ports() {}

    /** A port nobody listens on. */
    static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface", e);
        }
    }

    /** Nobody listens on the port. */
    static boolean isFree(int port) {
        try {
            bind(port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** @throws UserError where another program listens on the port */
    static void requireFree(String what, int port, String option) {
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
