/* What happens when the processor faults: say where on the UART, then restart. */
#ifndef FAULT_H
#define FAULT_H

/* The entry of all fault exceptions in the vector table. */
void fault_handler(void);

#endif
