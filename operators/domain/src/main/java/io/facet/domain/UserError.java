package io.facet.domain;

/**
 * Something the person at the keyboard can put right: an option, a bundle, an output folder, a port in use. The message
 * is one line that names what was expected and what was found; the command line prints it without a stack trace and
 * leaves with exit code 2.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
