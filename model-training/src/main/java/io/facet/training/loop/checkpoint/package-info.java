/**
 * Checkpoints: folders that hold all that a run needs to go on as if it had not stopped. They appear complete or not at
 * all, and are verified before they are trusted.
 */
package io.facet.training.loop.checkpoint;
