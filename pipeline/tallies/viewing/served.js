// In a served page the server answers with true: figures can then be corrected.
PAGE.served = false;
