package io.facet.inference.analyze;

import io.facet.inference.session.InferenceException;

/** A head gave values for one face that say nothing, such as NaN; the other faces and heads of the run are unharmed. */
final class UnreadableOutputException extends InferenceException {
    private static final long serialVersionUID = 1;

    UnreadableOutputException(String message) {
        super(message);
    }
}
