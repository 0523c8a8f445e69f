/** JMH benchmarks of the operators; each states its unit of work. Nothing depends on them. */
package io.facet.benchmarks;
