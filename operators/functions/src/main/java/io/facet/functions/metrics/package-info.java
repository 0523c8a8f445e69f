/** What is counted, under which names, and how it is registered: the one home of all metric names of the operators. */
package io.facet.functions.metrics;
