/** How long a run is and which learning rate each of its updates takes. */
package io.facet.training.loop.schedule;
